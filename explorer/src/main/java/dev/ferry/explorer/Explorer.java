package dev.ferry.explorer;

import dev.ferry.explorer.compile.CompileRoutes;
import dev.ferry.explorer.compile.CompileService;
import dev.ferry.explorer.compile.Programs;
import dev.ferry.explorer.decode.DecodeRoutes;
import dev.ferry.explorer.http.Assets;
import dev.ferry.explorer.http.PageServer;
import dev.ferry.explorer.run.RunRoutes;
import dev.ferry.explorer.run.RunService;
import dev.ferry.explorer.step.StepService;
import dev.ferry.explorer.time.PipelineRoutes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The explorer's server. Any number of pages use it at once and do not disturb each other. */
public final class Explorer implements AutoCloseable {
  /**
   * What it is asked for.
   *
   * @param port where it listens; 0 for any port that is free
   * @param directory the folder whose headers sources may include
   * @param name the name of the program to begin with; empty for an example
   * @param source its text
   * @param seconds how long a program may run
   */
  public record Settings(int port, Path directory, String name, String source, long seconds) {
    /** An example to begin with, one minute for programs. */
    public static Settings of(int port, Path directory) {
      return new Settings(port, directory, "", "", 60);
    }

    public Settings withProgram(String name, String source) {
      return new Settings(port, directory, name, source, seconds);
    }
  }

  /** Something that ends with the server. */
  private interface Service {
    void close();
  }

  private final PageServer server;
  private final List<Service> services;

  private Explorer(PageServer server, List<Service> services) {
    this.server = server;
    this.services = services;
  }

  /** Whether this installation has the page: it is built where Node.js is there. */
  public static boolean isBuilt() {
    try {
      return assets().arePresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static Assets assets() {
    return new Assets("/dev/ferry/explorer/web/");
  }

  /**
   * Starts a server.
   *
   * @throws IOException if the port is taken
   */
  public static Explorer start(Settings settings) throws IOException {
    Programs programs = new Programs(settings.directory());
    CompileService compiler = new CompileService(programs);
    RunService runs = new RunService(compiler, settings.seconds());
    Map<String, PageServer.Route> routes = new TreeMap<>(RunRoutes.of(runs));
    StepService steps = new StepService(compiler);
    routes.putAll(CompileRoutes.of(compiler));
    routes.putAll(steps.routes());
    routes.putAll(DecodeRoutes.of());
    routes.putAll(PipelineRoutes.of(compiler));
    routes.putAll(GalleryRoutes.of(settings));
    PageServer server = new PageServer(settings.port(), routes, assets());
    server.start();
    compiler.warmUp(GalleryRoutes.firstExample());
    return new Explorer(server, List.of(runs::close, steps::close, compiler::close));
  }

  /** The address of the page, with its token. */
  public String address() {
    return server.address();
  }

  @Override
  public void close() {
    services.forEach(Service::close);
    server.stop();
  }
}
