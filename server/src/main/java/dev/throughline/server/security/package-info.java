/** Who may do what: API keys with scopes, people with roles, and nothing open but health. */
@NullMarked
package dev.throughline.server.security;

import org.jspecify.annotations.NullMarked;
