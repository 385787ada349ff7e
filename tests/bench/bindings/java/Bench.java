import com.qcloud.cos.COSClient;
import com.qcloud.cos.ClientConfig;
import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.endpoint.EndpointResolver;
import com.qcloud.cos.http.HttpProtocol;
import com.qcloud.cos.model.HeadBucketRequest;
import com.qcloud.cos.region.Region;
import io.github.cos_err.CosClient;
import io.github.cos_err.CosRequest;
import io.github.cos_err.CosServiceException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * One signed HEAD of a bucket and one GET that fails, by the binding and by Tencent's SDK, in turns:
 * {@code Bench SCHEME ADDRESS ROUNDS CA}. Prints, for each of the two: name, our p50 and theirs in
 * microseconds, and the median, least and largest of the ratios that were formed inside a round. Without
 * rounds each call is made once.
 */
final class Bench {
  private static final int TURN = 200;
  /** The SDK needs so many: after a fifth of them its HEAD still takes half as much again. */
  private static final int WARM_UP = 60_000;
  private static final String ID = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000";
  private static final String KEY = "STANDINSECRETKEYEXAMPLEEXAMPLE00";
  private static final String BUCKET = "examplebucket-1250000000";
  private static final String MISSING = "no/such/object";

  private interface Call {
    void make();
  }

  /** What is read is not left out. */
  private static volatile Object sink;

  public static void main(String[] arguments) {
    String scheme = arguments[0];
    String address = arguments[1];
    int rounds = Integer.parseInt(arguments[2]);
    COSClient theirs = theirs(scheme, address);
    try (CosClient ours = ours(scheme, address, Path.of(arguments[3]))) {
      contest("head", rounds, () -> ours.headBucket(BUCKET), () -> theirs.headBucket(new HeadBucketRequest(BUCKET)));
      contest("get", rounds, () -> failOurs(ours), () -> failTheirs(theirs));
    }
    theirs.shutdown();
  }

  private static CosClient ours(String scheme, String address, Path ca) {
    return CosClient.builder()
        .region("ap-guangzhou")
        .endpoint(scheme + "://{bucket}.cos.{region}.myqcloud.com")
        .connectTo(address)
        .caFile(ca)
        .credentials(ID, KEY)
        .build();
  }

  private static COSClient theirs(String scheme, String address) {
    ClientConfig config = new ClientConfig(new Region("ap-guangzhou"));
    config.setHttpProtocol(HttpProtocol.valueOf(scheme));
    // Host and signature stay those of the endpoint.
    config.setEndpointResolver(new EndpointResolver() {
      @Override
      public String resolveGeneralApiEndpoint(String endpoint) {
        return address;
      }

      @Override
      public String resolveGetServiceApiEndpoint(String endpoint) {
        return address;
      }
    });
    return new COSClient(new BasicCOSCredentials(ID, KEY), config);
  }

  /** Reads all fields and the body's bytes; advice, links, text and JSON are made of them on demand. */
  private static void failOurs(CosClient client) {
    try {
      client.send(CosRequest.object("GET", BUCKET, MISSING));
    } catch (CosServiceException e) {
      check(e.getStatusCode(), e.getErrorCode());
      count(e.getMessage(), e.getErrorMessage(), e.getCodeSource(), e.getReason(), e.getErrorType(), e.getResponder(),
          e.getRetry(), e.isRequestSent(), e.getRetryAfterMillis(), e.getClockSkewSeconds(), e.getResource(),
          e.getRequestId(), e.getTraceId(), e.getMethod(), e.getUrl(), e.getOperation(), e.getRegionHint(),
          e.getEndpointHint(), e.getOsErrno(), e.getErrorResponseXml(), e.getRawResponseContent(), e.getOriginBody(),
          e.isOriginTruncated(), e.getHeaders(), e.getDetails(), e.getAdditionalDetails(), e.getParts(),
          e.getAttempts(), e.getCauses());
      return;
    }
    throw new IllegalStateException("no failure");
  }

  private static void failTheirs(COSClient client) {
    try {
      client.getObject(BUCKET, MISSING);
    } catch (com.qcloud.cos.exception.CosServiceException e) {
      check(e.getStatusCode(), e.getErrorCode());
      count(e.getMessage(), e.getErrorMessage(), e.getErrorType(), e.getRequestId(), e.getTraceId(),
          e.getErrorResponseXml(), e.getRawResponseContent(), e.getAdditionalDetails(), e.isRetryable());
      return;
    }
    throw new IllegalStateException("no failure");
  }

  private static void check(int status, String code) {
    if (status != 404 || !code.equals("NoSuchKey")) {
      throw new IllegalStateException(status + " " + code);
    }
  }

  private static void count(Object... values) {
    for (Object value : values) {
      sink = value;
    }
  }

  private static void contest(String name, int rounds, Call ours, Call theirs) {
    if (rounds == 0) {
      ours.make();
      theirs.make();
      return;
    }
    for (int i = 0; i < WARM_UP; i += TURN) {
      turn(ours);
      turn(theirs);
    }
    double[] own = new double[rounds];
    double[] other = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      // Who begins changes, so that neither always has the other's rubbish to collect.
      if (round % 2 == 0) {
        own[round] = turn(ours);
        other[round] = turn(theirs);
      } else {
        other[round] = turn(theirs);
        own[round] = turn(ours);
      }
      ratios[round] = own[round] / other[round];
    }
    double middle = median(ratios);
    System.out.printf(Locale.ROOT, "%s\t%.1f\t%.1f\t%.3f\t%.3f\t%.3f%n",
        name, median(own), median(other), middle, ratios[0], ratios[rounds - 1]);
  }

  /** The median microseconds of a call. */
  private static double turn(Call call) {
    double[] times = new double[TURN];
    for (int i = 0; i < TURN; i++) {
      long begin = System.nanoTime();
      call.make();
      times[i] = (System.nanoTime() - begin) / 1000.0;
    }
    return median(times);
  }

  private static double median(double[] numbers) {
    Arrays.sort(numbers);
    return numbers[numbers.length / 2];
  }

  private Bench() {}
}
