package dev.throughline.server.database;

/** Why there is no database, and what to do. The message is for people and holds no secret. */
public final class DatabaseTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    public DatabaseTrouble(String says, String remedy, Throwable cause) {
        super(says, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
