/** The toolchain as a Java library. */
module dev.ferry.driver {
  requires transitive dev.ferry.base;
  requires transitive dev.ferry.isa;
  requires transitive dev.ferry.c;
  requires transitive dev.ferry.ir;
  requires transitive dev.ferry.lower;
  requires transitive dev.ferry.opt;
  requires transitive dev.ferry.binutils;
  requires transitive dev.ferry.codegen;
  requires transitive dev.ferry.machine;
  requires jdk.unsupported;
  requires static org.jspecify;

  exports dev.ferry.driver;
  exports dev.ferry.driver.as;
  exports dev.ferry.driver.cc;
  exports dev.ferry.driver.debug;
  exports dev.ferry.driver.decode;
  exports dev.ferry.driver.explain;
  exports dev.ferry.driver.json;
  exports dev.ferry.driver.pipeline;
  exports dev.ferry.driver.run;
}
