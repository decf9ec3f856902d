package dev.ferry.c.typed;

/** A label of a function; one object for its definition and all uses. */
public final class Label {
  public final String name;
  public final int loc;
  public boolean isAddressTaken;
  public boolean isUsed;

  /** The function that defines it (a nested function may jump out to its parent's). */
  public final FunctionSymbol owner;

  public Label(String name, int loc, FunctionSymbol owner) {
    this.name = name;
    this.loc = loc;
    this.owner = owner;
  }
}
