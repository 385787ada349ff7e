import io.github.cos_err.*;

public class Use {
  public static void main(String[] arguments) {
    CosClientBuilder builder = CosClient.builder().region("ap-guangzhou").connectTo(arguments[0])
        .endpoint("http://{bucket}.cos.{region}.myqcloud.com");
    try (CosClient client = builder.credentials("AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000", "STANDINSECRETKEYEXAMPLEEXAMPLE00").build()) {
      client.headBucket("missing-1250000000");
    } catch (CosException e) {
      System.out.println(e.getErrorCode() + ": " + e.getAdvice());
    }
  }
}
