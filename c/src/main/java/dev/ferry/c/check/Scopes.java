package dev.ferry.c.check;

import dev.ferry.c.types.CType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The scopes (C17 6.2.1): one table for ordinary identifiers, one for tags. A name's bindings form
 * a chain, innermost first; leaving a scope unlinks what it declared.
 */
final class Scopes {
  /** What kind of region a scope is. */
  enum Kind {
    FILE,
    PROTOTYPE,
    FUNCTION,
    BLOCK
  }

  /** A declared name in a scope. */
  static final class Binding {
    final Entity entity;
    final Scope scope;
    final @Nullable Binding outer;

    Binding(Entity entity, Scope scope, @Nullable Binding outer) {
      this.entity = entity;
      this.scope = scope;
      this.outer = outer;
    }
  }

  /** A declared tag in a scope; {@code type} is a record or an enum. */
  record Tag(String name, CType type, int loc, Scope scope, @Nullable Tag outer) {}

  /** One region of the program. */
  static final class Scope {
    final Kind kind;
    final @Nullable Scope parent;
    final int depth;
    final List<Binding> bindings = new ArrayList<>(4);
    final List<Tag> tags = new ArrayList<>(0);

    Scope(Kind kind, @Nullable Scope parent) {
      this.kind = kind;
      this.parent = parent;
      this.depth = parent == null ? 0 : parent.depth + 1;
    }
  }

  private final Map<String, Binding> ordinary = new HashMap<>(4096);
  private final Map<String, Tag> tags = new HashMap<>(512);

  /** Entities with linkage, wherever they were declared: to merge redeclarations. */
  private final Map<String, Entity> linked = new HashMap<>(1024);

  private final Scope file = new Scope(Kind.FILE, null);
  private Scope current = file;

  Scope current() {
    return current;
  }

  Scope file() {
    return file;
  }

  boolean atFile() {
    return current == file;
  }

  Scope push(Kind kind) {
    current = new Scope(kind, current);
    return current;
  }

  /** Leaves the innermost scope; {@code leaving} sees each entity it declared, in order. */
  void pop(Consumer<Entity> leaving) {
    Scope scope = current;
    for (int i = 0; i < scope.bindings.size(); i++) {
      leaving.accept(scope.bindings.get(i).entity);
    }
    for (int i = scope.bindings.size() - 1; i >= 0; i--) {
      Binding binding = scope.bindings.get(i);
      restore(binding.entity.name, binding.outer);
    }
    for (int i = scope.tags.size() - 1; i >= 0; i--) {
      Tag tag = scope.tags.get(i);
      if (tag.outer == null) {
        tags.remove(tag.name);
      } else {
        tags.put(tag.name, tag.outer);
      }
    }
    Scope parent = scope.parent;
    if (parent != null) {
      current = parent;
    }
  }

  private void restore(String name, @Nullable Binding outer) {
    if (outer == null) {
      ordinary.remove(name);
    } else {
      ordinary.put(name, outer);
    }
  }

  @Nullable Entity find(String name) {
    Binding binding = ordinary.get(name);
    return binding == null ? null : binding.entity;
  }

  @Nullable Binding binding(String name) {
    return ordinary.get(name);
  }

  /** What the innermost scope itself declares under a name. */
  @Nullable Entity findHere(String name) {
    Binding binding = ordinary.get(name);
    return binding != null && binding.scope == current ? binding.entity : null;
  }

  /** What the file scope declares under a name. */
  @Nullable Entity findAtFile(String name) {
    for (Binding b = ordinary.get(name); b != null; b = b.outer) {
      if (b.scope == file) {
        return b.entity;
      }
    }
    return null;
  }

  void declare(Entity entity) {
    declareIn(current, entity);
  }

  /** Declares into {@code scope}: the innermost, or the file scope from inside (implicitly). */
  void declareIn(Scope scope, Entity entity) {
    Binding known = ordinary.get(entity.name);
    if (known != null && known.scope == scope) {
      // A redeclaration takes the place of what it redeclares.
      Binding fresh = new Binding(entity, scope, known.outer);
      scope.bindings.remove(known);
      scope.bindings.add(fresh);
      ordinary.put(entity.name, fresh);
      return;
    }
    Binding fresh = new Binding(entity, scope, known);
    scope.bindings.add(fresh);
    ordinary.put(entity.name, fresh);
  }

  @Nullable Entity linked(String name) {
    return linked.get(name);
  }

  void link(Entity entity) {
    linked.put(entity.name, entity);
  }

  @Nullable Tag findTag(String name) {
    return tags.get(name);
  }

  @Nullable Tag findTagHere(String name) {
    Tag tag = tags.get(name);
    return tag != null && tag.scope == current ? tag : null;
  }

  void declareTag(String name, CType type, int loc) {
    Tag tag = new Tag(name, type, loc, current, tags.get(name));
    current.tags.add(tag);
    tags.put(name, tag);
  }

  /** All visible ordinary names: candidates of "did you mean". */
  Iterable<String> names() {
    return ordinary.keySet();
  }

  Iterable<String> tagNames() {
    return tags.keySet();
  }

  Map<String, Entity> linkedEntities() {
    return linked;
  }
}
