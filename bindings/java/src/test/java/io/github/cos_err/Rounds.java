package io.github.cos_err;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The tests that wait, several times in one process; those that only count memory are left out. */
public final class Rounds {
  private static final Class<?>[] WAITING = {EndingTest.class, AsyncEndingTest.class, VirtualThreadTest.class, ProcessTest.class};

  /**
   * Runs them. Prints each failure, and at the end how many rounds passed and failed.
   *
   * @param arguments how often
   */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    int failed = 0;
    for (int i = 0; i < rounds; i++) {
      failed += passes() ? 0 : 1;
    }
    System.out.println(rounds - failed + " passed, " + failed + " failed");
    System.exit(failed == 0 ? 0 : 1);
  }

  private static boolean passes() {
    LauncherDiscoveryRequestBuilder builder = LauncherDiscoveryRequestBuilder.request();
    for (Class<?> one : WAITING) {
      builder.selectors(selectClass(one));
    }
    LauncherDiscoveryRequest request = builder.filters(TagFilter.excludeTags("memory")).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true), Integer.MAX_VALUE);
    return summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
  }

  private Rounds() {}
}
