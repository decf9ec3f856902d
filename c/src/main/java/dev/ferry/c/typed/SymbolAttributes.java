package dev.ferry.c.typed;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What attributes and pragmas say of a function or object that reaches the object file. */
public final class SymbolAttributes {
  public @Nullable String section;
  public boolean isWeak;
  public @Nullable String aliasOf;

  /** {@code weakref("x")} target. */
  public @Nullable String weakRef;

  /** default, hidden, protected or internal; null for the option's default. */
  public @Nullable String visibility;

  public boolean isUsed;
  public boolean isNoCommon;
  public boolean isCommon;

  /** {@code tls_model("…")}, or null. */
  public @Nullable String tlsModel;

  /** {@code symver("name@VERSION")}: each attribute adds a name. */
  public final List<String> versions = new ArrayList<>(0);
}
