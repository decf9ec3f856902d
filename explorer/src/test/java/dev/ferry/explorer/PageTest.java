package dev.ferry.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page in a real browser. Screenshots are kept in {@code target/screenshots}. Skipped where
 * Chromium or the page (which Node.js builds) is not there.
 */
class PageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SHOTS = Path.of("target/screenshots");

  private static final String PROGRAM =
      """
      #include <stdio.h>
      #define TWICE(x) ((x) * 2)

      int sum(int n) {
        int total = 0;
        for (int i = 1; i <= n; i++) {
          total += TWICE(i);
        }
        return total;
      }

      int main(void) {
        int n;
        scanf("%d", &n);
        printf("sum %d\\n", sum(n));
        return 0;
      }
      """;

  @TempDir static Path directory;
  private static ServerFixture server;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.exists(CHROMIUM) && Files.exists(DRIVER), "no chromium, chromium-driver");
    assumeTrue(Explorer.isBuilt(), "the page was not built: no Node.js");
    server = ServerFixture.start(directory, 20);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + directory.resolve("profile"));
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER.toString()))
                .build(),
            options);
    browser.manage().window().setSize(new Dimension(1440, 900));
    Files.createDirectories(SHOTS);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (server != null) {
      server.close();
    }
  }

  /** A new page with the program, as if it had been opened for the first time. */
  @BeforeEach
  void open() {
    browser.get(server.explorer.address());
    script("localStorage.clear(); window.onpagehide = null");
    script("addEventListener('pagehide', () => localStorage.clear())");
    browser.navigate().refresh();
    waitFor(".cm-content");
    type(PROGRAM);
  }

  private static Object script(String text, Object... arguments) {
    return ((JavascriptExecutor) browser).executeScript(text, arguments);
  }

  private static WebElement find(String selector) {
    return browser.findElement(By.cssSelector(selector));
  }

  private static WebDriverWait patience() {
    return new WebDriverWait(browser, Duration.ofSeconds(20), Duration.ofMillis(50));
  }

  private static void waitFor(String selector) {
    patience().until(b -> !b.findElements(By.cssSelector(selector)).isEmpty());
  }

  private static void waitForText(String selector, String text) {
    patience()
        .withMessage(() -> selector + " should say " + text + " but says " + texts(selector))
        .until(b -> texts(selector).contains(text));
  }

  private static String texts(String selector) {
    return (String)
        script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join('\\n')",
            selector);
  }

  private static void type(String text) {
    WebElement editor = find(".cm-content");
    editor.click();
    editor.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    // As pasted: the editor would close brackets of its own.
    script(
        "const d = new DataTransfer(); d.setData('text/plain', arguments[1]);"
            + "arguments[0].dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true}))",
        editor,
        text);
    waitForText("footer", "compiles");
  }

  private static void press(String selector) {
    script("arguments[0].click()", find(selector));
  }

  private static void arrange(String name) {
    for (WebElement button : browser.findElements(By.cssSelector("header .menu > button"))) {
      if (button.getText().startsWith("Layout")) {
        button.click();
      }
    }
    patience()
        .until(b ->
            b.findElements(By.cssSelector(".items [role=menuitem]")).stream()
                .filter(i -> i.getText().equals(name))
                .findFirst()
                .orElse(null))
        .click();
  }

  private static void keep(String name) throws IOException {
    Files.write(SHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  @Test
  void everyStageIsShown() throws IOException {
    waitForText(".rows[aria-label=Assembly]", "sum:");
    waitForText("[data-pane=ir]", "func @");
    waitFor("[data-pane=graph] svg .node");
    keep("overview");
    press("#tab-tokens");
    waitForText("[data-pane=tokens]", "TWICE");
    press("#tab-syntax");
    waitForText("[data-pane=syntax]", "For");
    press("#tab-typed");
    waitForText("[data-pane=typed]", "int");
    press("#tab-words");
    waitFor("[data-pane=words] .bit-field");
    press("#tab-registers");
    waitFor("[data-pane=registers] .bar-piece");
    keep("stages");
  }

  @Test
  void anOptionChangesTheCode() {
    waitForText(".rows[aria-label=Assembly]", "ret");
    String before = texts("[data-pane=assembly] .count");
    WebElement level = find("[data-testid=level]");
    level.sendKeys("-O0");
    patience().until(b -> !texts("[data-pane=assembly] .count").equals(before));
    assertThat(find("[data-testid=options]").getAttribute("value")).contains("-O0");
  }

  @Test
  void pointingAtALineLightsItUpEverywhere() {
    waitForText(".rows[aria-label=Assembly]", "ret");
    WebElement line =
        browser.findElements(By.cssSelector(".rows[aria-label=Assembly] .line")).stream()
            .filter(l -> !l.findElements(By.cssSelector(".stripe.code")).isEmpty())
            .findFirst()
            .orElseThrow();
    new Actions(browser).moveToElement(line).perform();
    waitFor(".cm-line.near");
    waitFor("[data-pane=ir] .line.near, [data-pane=ir] .line.same");
  }

  @Test
  void aProgramRunsWithInput() throws IOException {
    press("header button.primary");
    waitForText("[data-testid=run-status]", "running");
    find(".xterm-helper-textarea").sendKeys("10" + Keys.ENTER);
    waitForText("[data-testid=run-status]", "exit status 0");
    waitForText("[data-testid=terminal]", "sum 110");
    keep("run");
  }

  @Test
  void stepsGoBack() throws IOException {
    arrange("Step through");
    waitFor("[data-testid=step-start]");
    press("[data-testid=step-start]");
    waitFor("[data-testid=registers]");
    String begin = texts("[data-testid=registers]");
    for (int i = 0; i < 3; i++) {
      String time = texts("[data-testid=time]");
      press("[data-testid=step]");
      patience().until(b -> !texts("[data-testid=time]").equals(time));
    }
    waitFor(".cm-line.stopped");
    waitFor(".rows[aria-label=Assembly] .line.current");
    keep("step");
    for (int i = 0; i < 3; i++) {
      String time = texts("[data-testid=time]");
      press("[data-testid=step-back]");
      patience().until(b -> !texts("[data-testid=time]").equals(time));
    }
    assertThat(texts("[data-testid=registers]")).isEqualTo(begin);
  }

  @Test
  void thePipelineIsPlayed() throws IOException {
    arrange("Pipeline");
    waitFor("[data-testid=pipeline-run]");
    press("[data-testid=pipeline-run]");
    waitForText("[data-testid=pipeline-figures]", "CPI");
    String cycle = texts("[data-testid=pipeline-cycle]");
    String first = texts(".stages .resident:not(.bubble)");
    for (int i = 0; i < 4; i++) {
      press("[data-testid=pipeline-next]");
    }
    assertThat(texts("[data-testid=pipeline-cycle]")).isNotEqualTo(cycle);
    assertThat(texts(".stages .resident:not(.bubble)")).isNotEqualTo(first);
    assertThat(browser.findElements(By.cssSelector(".chart-cell"))).hasSizeGreaterThan(50);
    keep("pipeline");
    String before = texts("[data-testid=pipeline-figures]");
    find("[data-testid=pipeline-forwarding]").sendKeys("off");
    patience().until(b -> !texts("[data-testid=pipeline-figures]").equals(before));
    press("[data-testid=pipeline-play]");
    String now = texts("[data-testid=pipeline-cycle]");
    patience().until(b -> !texts("[data-testid=pipeline-cycle]").equals(now));
  }

  @Test
  void cachesFillAsThePipelineIsStepped() throws IOException {
    arrange("Pipeline");
    waitFor("[data-testid=pipeline-run]");
    press("[data-testid=pipeline-run]");
    waitForText("[data-testid=pipeline-figures]", "CPI");
    find("[data-testid=pipeline-dcache]").sendKeys("256");
    waitForText("[data-testid=pipeline-figures]", "data misses");
    String begin = texts(".caches .cache");
    for (int i = 0; i < 60 && texts(".caches .cache").equals(begin); i++) {
      press("[data-testid=pipeline-next]");
    }
    assertThat(texts(".caches .cache")).isNotEqualTo(begin);
    keep("caches");
  }

  @Test
  void anUnknownWordComesCloseToOthers() {
    press("#tab-decode");
    find("[data-testid=decode-input]").sendKeys("0000000b");
    waitForText("[data-testid=decoded]", "opcode is 0001011 instead of");
  }

  /** How long panes wait behind keys; {@code bench/explorer} prints it for larger programs too. */
  @Test
  void keystrokesReachAllPanes() {
    boolean bench = Boolean.getBoolean("ferry.bench");
    measureKeystrokes(100, bench ? 60 : 8);
    if (bench) {
      measureKeystrokes(2000, 20);
    }
  }

  private static void measureKeystrokes(int lines, int rounds) {
    type(ExplorerBench.program(lines));
    WebElement editor = find(".cm-content");
    editor.sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME), "//");
    for (int i = 0; i < rounds; i++) {
      String measured = "return performance.getEntriesByName('keystroke-to-panes').length";
      Object before = script(measured);
      editor.sendKeys("x");
      patience().until(b -> !script(measured).equals(before));
    }
    List<Double> times = new ArrayList<>();
    for (Object time :
        (List<?>)
            script(
                "return performance.getEntriesByName('keystroke-to-panes').map(e => e.duration)"
                    + ".slice(-arguments[0])",
                rounds - rounds / 4)) {
      times.add(((Number) time).doubleValue());
    }
    Collections.sort(times);
    double median = times.get(times.size() / 2);
    System.out.printf("page, %d lines: key to all panes, median %.0f ms%n", lines, median);
    assertThat(median).isLessThan(10_000);
  }

  @Test
  void aWordIsDecoded() throws IOException {
    press("#tab-decode");
    find("[data-testid=decode-input]").sendKeys("00550513");
    waitForText("[data-testid=decoded]", "addi");
    waitForText("[data-testid=decoded] .bit-field", "0010011");
    find("[data-testid=decode-input]").sendKeys(Keys.chord(Keys.CONTROL, "a"), "lb x1, -1(x2)");
    waitForText("[data-testid=decoded]", "fff10083");
    keep("decode");
  }

  @Test
  void twoOptionSetsAreCompared() throws IOException {
    arrange("Two option sets");
    waitForText("[data-pane=compare] .count", "instructions");
    waitForText(".compare", "sum:");
    WebElement right = find("[data-testid=compare-1]");
    right.sendKeys(Keys.chord(Keys.CONTROL, "a"), "-O0");
    patience()
        .until(b ->
            b.findElements(By.cssSelector(".compare .line.added, .compare .line.removed"))
                .isEmpty());
    keep("compare");
  }

  @Test
  void errorsAreShownInTheEditor() throws IOException {
    WebElement editor = find(".cm-content");
    editor.click();
    editor.sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "int broken = missing;");
    waitFor(".cm-lintRange-error");
    waitForText("footer", "1 error");
    press("#tab-problems");
    waitForText(".problems", "missing");
    keep("errors");
  }

  @Test
  void aLessonArrangesThePage() throws IOException {
    press("#tab-lessons");
    waitFor(".lesson-list button");
    press(".lesson-list li:nth-child(4) button");
    waitForText(".lesson h2", "Where did my loop go?");
    waitForText("[data-pane=ir]", "func @squares");
    press("[data-pane=ir] [aria-label='First pass']");
    waitForText("[data-testid=pass-name]", "lower");
    keep("lesson");
  }

  @Test
  void theArrangementIsKeptOverReloads() {
    arrange("Front end");
    waitFor("[data-pane=typed]");
    script("window.stop()");
    Object kept =
        patience()
            .until(b ->
                script(
                    "const k = localStorage.getItem('ferry-explorer');"
                        + "return k && k.includes('TWICE') && !JSON.parse(k).layout.children.some("
                        + "c => c.kind === 'column') ? k : null"));
    assertThat((String) kept).contains("tokens");
  }

  @Test
  void nothingSeriousForAxe() throws IOException {
    Path axe = ServerFixture.root().resolve("explorer/web/node_modules/axe-core/axe.min.js");
    assumeTrue(Files.exists(axe), "no axe-core");
    waitForText(".rows[aria-label=Assembly]", "ret");
    String text = Files.readString(axe);
    for (String layout :
        List.of(
            "Overview",
            "Front end",
            "Registers and code",
            "Step through",
            "Pipeline",
            "Two option sets")) {
      for (String theme : List.of("light", "dark")) {
        arrange(layout);
        script("document.documentElement.dataset.theme = arguments[0]", theme);
        script(text);
        List<?> found =
            (List<?>)
                ((JavascriptExecutor) browser)
                    .executeAsyncScript(
                        "const done = arguments[arguments.length - 1];"
                            + "axe.run().then(r => done(r.violations.filter("
                            + "v => v.impact === 'serious' || v.impact === 'critical').map("
                            + "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? '')).join(' | '))))");
        assertThat(found).as(layout + ", " + theme).isEmpty();
        if (layout.equals("Overview")) {
          keep("overview-" + theme);
        }
      }
    }
  }

  @Test
  void aTabletIsWideEnough() throws IOException {
    for (Map.Entry<String, Dimension> size :
        Map.of("tablet", new Dimension(1024, 768), "laptop", new Dimension(1280, 800)).entrySet()) {
      browser.manage().window().setSize(size.getValue());
      waitForText(".rows[aria-label=Assembly]", "ret");
      Object overflow =
          script(
              "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(((Number) overflow).intValue()).as(size.getKey()).isZero();
      keep(size.getKey());
    }
    browser.manage().window().setSize(new Dimension(1440, 900));
  }
}
