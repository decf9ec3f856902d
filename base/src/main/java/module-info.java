/** Source positions, diagnostics, interning, dense-id containers, text utilities. */
module dev.ferry.base {
  requires static org.jspecify;

  exports dev.ferry.base.source;
  exports dev.ferry.base.diag;
  exports dev.ferry.base;
}
