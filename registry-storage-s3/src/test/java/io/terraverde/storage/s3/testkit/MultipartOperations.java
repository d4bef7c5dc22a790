package io.terraverde.storage.s3.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/// Uploads in parts.
///
/// @param maxPage the most entries of a page of a listing, whatever the request asks for
record MultipartOperations(Set<S3Quirk> quirks, int maxPage) {
    HttpAnswer create(S3Bucket bucket, S3Call call, HttpRequest request) {
        String id = bucket.beginUpload(call.key(), ObjectOperations.kept(request));
        return HttpAnswer.xml(
                200,
                Xml.result(
                        "InitiateMultipartUploadResult",
                        xml -> xml.add("Bucket", bucket.name())
                                .add("Key", call.key())
                                .add("UploadId", id)));
    }

    HttpAnswer upload(S3Bucket bucket, S3Call call, Payload payload) {
        int number = number(call.parameter("partNumber").orElse(""));
        if (number < 1 || number > 10_000) {
            throw S3Refusal.invalidArgument("Parts have numbers from 1 to 10000.");
        }
        S3Object part = bucket.made(payload.content(), Map.of(), payload.checksums());
        bucket.putPart(call.key(), id(call), number, part);
        return HttpAnswer.empty(200).with("ETag", part.etag());
    }

    HttpAnswer complete(S3Bucket bucket, S3Call call, HttpRequest request, Payload payload) {
        List<MultipartUploads.Claim> claims = new ArrayList<>();
        for (Element part : Xml.children(Xml.read(payload.content().shared()), "Part")) {
            claims.add(new MultipartUploads.Claim(
                    number(Xml.child(part, "PartNumber").orElse("")),
                    Xml.child(part, "ETag").orElse("")));
        }
        WriteConditions conditions = WriteConditions.of(request, quirks, S3Quirk.IGNORES_CONDITIONS_ON_COMPLETE);
        S3Object object = bucket.complete(call.key(), id(call), claims, conditions);
        return HttpAnswer.xml(
                200,
                Xml.result(
                        "CompleteMultipartUploadResult",
                        xml -> xml.add("Bucket", bucket.name())
                                .add("Key", call.key())
                                .add("ETag", object.etag())));
    }

    HttpAnswer abort(S3Bucket bucket, S3Call call) {
        bucket.abort(call.key(), id(call));
        return HttpAnswer.empty(204);
    }

    HttpAnswer listUploads(S3Bucket bucket, S3Call call) {
        String prefix = call.parameter("prefix").orElse("");
        String keyMarker = call.parameter("key-marker").orElse("");
        String idMarker = call.parameter("upload-id-marker").orElse("");
        int limit = Math.min(maxPage, Listings.limit(call.parameter("max-uploads")));
        List<MultipartUploads.Upload> rest = bucket.uploads().stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .filter(upload -> isAfter(upload, keyMarker, idMarker))
                .toList();
        List<MultipartUploads.Upload> page = rest.subList(0, Math.min(limit, rest.size()));
        return HttpAnswer.xml(200, Xml.result("ListMultipartUploadsResult", xml -> {
            xml.add("Bucket", bucket.name()).add("Prefix", prefix).add("MaxUploads", limit);
            xml.add("IsTruncated", page.size() < rest.size());
            if (page.size() < rest.size()) {
                xml.add("NextKeyMarker", page.getLast().key());
                xml.add("NextUploadIdMarker", page.getLast().id());
            }
            for (MultipartUploads.Upload upload : page) {
                xml.nest(
                        "Upload",
                        inner -> inner.add("Key", upload.key())
                                .add("UploadId", upload.id())
                                .add("StorageClass", "STANDARD")
                                .add("Initiated", Listings.time(upload.initiated())));
            }
        }));
    }

    /// Ids are given out in ascending order, so that an id says where a page ended even when its upload is
    /// gone.
    private static boolean isAfter(MultipartUploads.Upload upload, String keyMarker, String idMarker) {
        int order = S3Bucket.KEY_ORDER.compare(upload.key(), keyMarker);
        return order > 0 || (order == 0 && !idMarker.isEmpty() && upload.id().compareTo(idMarker) > 0);
    }

    HttpAnswer listParts(S3Bucket bucket, S3Call call) {
        MultipartUploads.Upload upload = bucket.upload(call.key(), id(call));
        int after = number(call.parameter("part-number-marker").orElse("0"));
        int limit = Math.min(maxPage, Listings.limit(call.parameter("max-parts")));
        List<Map.Entry<Integer, S3Object>> rest =
                List.copyOf(upload.parts().tailMap(after, false).entrySet());
        List<Map.Entry<Integer, S3Object>> page = rest.subList(0, Math.min(limit, rest.size()));
        return HttpAnswer.xml(200, Xml.result("ListPartsResult", xml -> {
            xml.add("Bucket", bucket.name()).add("Key", upload.key()).add("UploadId", upload.id());
            xml.add("MaxParts", limit).add("IsTruncated", page.size() < rest.size());
            if (!page.isEmpty()) {
                xml.add("NextPartNumberMarker", page.getLast().getKey());
            }
            for (Map.Entry<Integer, S3Object> part : page) {
                xml.nest(
                        "Part",
                        inner -> inner.add("PartNumber", part.getKey())
                                .add(
                                        "LastModified",
                                        Listings.time(part.getValue().lastModified()))
                                .add("ETag", part.getValue().etag())
                                .add("Size", part.getValue().content().length()));
            }
        }));
    }

    private static String id(S3Call call) {
        return call.parameter("uploadId").orElse("");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw S3Refusal.invalidArgument("A number is missing or is none: " + text);
        }
    }
}
