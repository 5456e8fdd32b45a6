package dev.throughline.connector.simkit;

/** Ways in which vendors are known to misbehave. A simulator states which of them it can show. */
public enum Fault {
    /** The request takes effect, then the connection breaks before any answer. */
    LOSE_ANSWER,
    /** The connection breaks before the request takes effect. */
    LOSE_REQUEST,
    /** The vendor's documented answer to too many requests. */
    THROTTLE,
    /** The vendor's documented answer in maintenance. */
    UNAVAILABLE,
    /** The vendor's documented internal error; nothing was changed. */
    SERVER_ERROR,
    /** The vendor's documented internal error, although the request took effect. */
    SERVER_ERROR_AFTER_COMMIT,
    /** An answer that is cut off or is HTML. */
    MALFORMED_ANSWER,
    /** Every token given so far is void. */
    EXPIRE_TOKENS,
    /** The record is locked or was changed in between. */
    CONFLICT,
    /** One record of a batch is refused, the others are taken. */
    PARTIAL_FAILURE,
    /** A webhook or event is sent twice. */
    DUPLICATE_EVENT,
    /** A webhook or event is sent much later than those that follow it. */
    LATE_EVENT,
    /** A webhook or event is never sent. */
    MISSED_EVENT,
    /** A webhook carries a wrong signature. */
    BAD_SIGNATURE,
    /** A record is committed with a stamp that lies some seconds in the past. */
    LATE_STAMP,
    /** The stream says that it cannot carry a change. */
    GAP,
    /** The stream says that it cannot carry a great many changes. */
    OVERFLOW,
    /** Stored stream positions are no longer known. */
    EXPIRE_REPLAY
}
