package io.terraverde.storage.s3.testkit;

/// Refusals as answers.
final class Errors {
    private Errors() {}

    static HttpAnswer answer(S3Refusal refusal, String requestId) {
        HttpAnswer answer = HttpAnswer.xml(refusal.status(), Xml.error(xml -> {
            xml.add("Code", refusal.code()).add("Message", String.valueOf(refusal.getMessage()));
            refusal.details().forEach(xml::add);
            xml.add("RequestId", requestId).add("HostId", "s3-stub");
        }));
        return refusal.details().containsKey("Region")
                ? answer.with("x-amz-bucket-region", refusal.details().getOrDefault("Region", ""))
                : answer;
    }
}
