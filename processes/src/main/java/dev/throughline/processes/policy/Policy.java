package dev.throughline.processes.policy;

/**
 * A policy that can be asked what it makes of a case, so that the examples that stand beside it in a workspace are run. The answer comes by the code that decides, never by a copy of it.
 *
 * @param <C> a case, as an example states it under {@code given}
 */
public interface Policy<C extends Record> {
    /** The form of a case. */
    Class<C> cases();

    /**
     * What this policy makes of the case.
     *
     * @return a record; an example states those of its attributes under {@code expect} that it is about
     * @throws IllegalArgumentException when the case cannot be
     */
    Record judge(C given);
}
