package dev.throughline.processes.agreementcheck;

/** Whether what was agreed can be kept. */
public sealed interface AgreementState {
    /** Nothing is known against it. */
    record Sound() implements AgreementState {}

    /** @param faults how many there are */
    record Faulty(int faults) implements AgreementState {}

    /** A person let it be as it is, until it changes. */
    record LetBe(String by, String reason) implements AgreementState {}
}
