/** The command line only. */
module dev.ferry.cli {
  requires transitive dev.ferry.driver;
  requires static org.jspecify;
}
