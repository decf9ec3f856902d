/** C text to typed C tree. */
module dev.ferry.c {
  requires transitive dev.ferry.base;
  requires static org.jspecify;

  exports dev.ferry.c.lex;
  exports dev.ferry.c.parse;
  exports dev.ferry.c.pp;
  exports dev.ferry.c.syntax;
  exports dev.ferry.c.types;
  exports dev.ferry.c.typed;
  exports dev.ferry.c.check;
}
