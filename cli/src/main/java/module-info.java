/** The command line only. */
module dev.ferry.cli {
  requires transitive dev.ferry.driver;
  requires dev.ferry.explorer;
  requires info.picocli;
  requires static org.jspecify;

  opens dev.ferry.cli to
      info.picocli;
}
