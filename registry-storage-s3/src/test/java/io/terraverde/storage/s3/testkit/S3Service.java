package io.terraverde.storage.s3.testkit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Carries out requests that are known to be genuine, on the buckets there are.
final class S3Service {
    private final Map<String, S3Bucket> buckets;
    private final Function<String, S3Bucket> making;
    private final String region;
    private final ObjectOperations objects;
    private final MultipartOperations uploads;
    private final Listings listings;

    /// @param buckets by name; shared, and safe for concurrent use
    /// @param maxPage the most entries of a page of a listing
    S3Service(
            Map<String, S3Bucket> buckets,
            Function<String, S3Bucket> making,
            String region,
            Set<S3Quirk> quirks,
            int maxPage) {
        this.buckets = buckets;
        this.making = making;
        this.region = region;
        this.objects = new ObjectOperations(quirks);
        this.uploads = new MultipartOperations(quirks, maxPage);
        this.listings = new Listings(maxPage);
    }

    HttpAnswer serve(S3Call call, HttpRequest request, Payload payload) {
        return switch (call.operation()) {
            case LIST_BUCKETS -> listBuckets();
            case CREATE_BUCKET -> {
                buckets.computeIfAbsent(call.bucket(), making);
                yield HttpAnswer.empty(200).with("Location", "/" + call.bucket());
            }
            case HEAD_BUCKET -> {
                bucket(call.bucket());
                yield HttpAnswer.empty(200).with("x-amz-bucket-region", region);
            }
            case DELETE_BUCKET -> deleteBucket(bucket(call.bucket()));
            case GET_BUCKET_LOCATION -> {
                bucket(call.bucket());
                yield location();
            }
            case LIST_OBJECTS -> listings.list(bucket(call.bucket()), call);
            case PUT_OBJECT -> objects.put(bucket(call.bucket()), call, request, payload);
            case COPY_OBJECT -> copy(call, request);
            case GET_OBJECT, HEAD_OBJECT -> objects.get(bucket(call.bucket()), call, request);
            case DELETE_OBJECT -> objects.delete(bucket(call.bucket()), call, request);
            case DELETE_OBJECTS -> objects.deleteSeveral(bucket(call.bucket()), payload);
            case CREATE_MULTIPART_UPLOAD -> uploads.create(bucket(call.bucket()), call, request);
            case UPLOAD_PART -> uploads.upload(bucket(call.bucket()), call, payload);
            case COMPLETE_MULTIPART_UPLOAD -> uploads.complete(bucket(call.bucket()), call, request, payload);
            case ABORT_MULTIPART_UPLOAD -> uploads.abort(bucket(call.bucket()), call);
            case LIST_MULTIPART_UPLOADS -> uploads.listUploads(bucket(call.bucket()), call);
            case LIST_PARTS -> uploads.listParts(bucket(call.bucket()), call);
            case OTHER -> throw new S3Refusal(501, "NotImplemented", "The stub does not speak this part of S3.");
        };
    }

    private S3Bucket bucket(String name) {
        return Optional.ofNullable(buckets.get(name))
                .orElseThrow(() -> new S3Refusal(
                        404, "NoSuchBucket", "The specified bucket does not exist.", Map.of("BucketName", name)));
    }

    private HttpAnswer listBuckets() {
        List<S3Bucket> all = buckets.values().stream()
                .sorted(Comparator.comparing(S3Bucket::name))
                .toList();
        return HttpAnswer.xml(
                200,
                Xml.result(
                        "ListAllMyBucketsResult",
                        xml -> xml.nest(
                                "Buckets",
                                inner -> all.forEach(each -> inner.nest(
                                        "Bucket",
                                        bucket -> bucket.add("Name", each.name())
                                                .add("CreationDate", Listings.time(each.created())))))));
    }

    private HttpAnswer deleteBucket(S3Bucket bucket) {
        if (!bucket.keys().isEmpty()) {
            throw new S3Refusal(409, "BucketNotEmpty", "The bucket is not empty.");
        }
        buckets.remove(bucket.name());
        return HttpAnswer.empty(204);
    }

    /// The first region of AWS has no name here.
    private HttpAnswer location() {
        return HttpAnswer.xml(
                200, Xml.result("LocationConstraint", xml -> xml.text(region.equals("us-east-1") ? "" : region)));
    }

    private HttpAnswer copy(S3Call call, HttpRequest request) {
        String source = Percent.decode(request.header("x-amz-copy-source").orElse(""));
        String[] names = (source.startsWith("/") ? source.substring(1) : source).split("/", 2);
        if (names.length < 2) {
            throw S3Refusal.invalidArgument("The source of the copy is not bucket/key.");
        }
        return objects.copy(bucket(names[0]), bucket(call.bucket()), names[1], call, request);
    }
}
