/** Golden runner, generators, reducers; never shipped. */
module dev.ferry.testkit {
  requires transitive dev.ferry.driver;
  requires static org.jspecify;

  exports dev.ferry.testkit;
}
