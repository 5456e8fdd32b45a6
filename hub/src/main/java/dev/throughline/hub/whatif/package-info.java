/** What a past period would have been billed under another mapping or other policies: replayed beside the hub, on a copy that is thrown away. */
@NullMarked
package dev.throughline.hub.whatif;

import org.jspecify.annotations.NullMarked;
