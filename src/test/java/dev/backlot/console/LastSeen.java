package dev.backlot.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What stood on the page when a story failed: its address and words in the log, and a picture. */
record LastSeen(Supplier<Page> page) implements AfterTestExecutionCallback {
  private static final Path PICTURES = Path.of("target/console-failures");

  @Override
  public void afterTestExecution(ExtensionContext story) {
    if (story.getExecutionException().isEmpty()) return;
    var name = story.getRequiredTestMethod().getName();
    try {
      var picture = PICTURES.resolve(name + ".png");
      System.err.printf(
          "%s failed at %s, picture in %s, where stood:%n%s%n",
          name, page.get().url(), picture, page.get().locator("body").innerText());
      page.get().screenshot(new Page.ScreenshotOptions().setPath(picture));
    } catch (PlaywrightException gone) {
      System.err.println(name + " failed, and its page cannot be looked at: " + gone.getMessage());
    }
  }
}
