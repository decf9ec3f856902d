/** The local web page: its server and what it serves. */
module dev.ferry.explorer {
  requires transitive dev.ferry.driver;
  requires jdk.httpserver;
  requires static org.jspecify;

  exports dev.ferry.explorer;
}
