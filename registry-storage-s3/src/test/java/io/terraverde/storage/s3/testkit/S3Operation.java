package io.terraverde.storage.s3.testkit;

/// What a request asks for, by the names of the S3 API reference.
public enum S3Operation {
    /// ListBuckets
    LIST_BUCKETS,
    /// CreateBucket
    CREATE_BUCKET,
    /// HeadBucket
    HEAD_BUCKET,
    /// DeleteBucket
    DELETE_BUCKET,
    /// GetBucketLocation
    GET_BUCKET_LOCATION,
    /// ListObjectsV2
    LIST_OBJECTS,
    /// PutObject
    PUT_OBJECT,
    /// CopyObject
    COPY_OBJECT,
    /// GetObject
    GET_OBJECT,
    /// HeadObject
    HEAD_OBJECT,
    /// DeleteObject
    DELETE_OBJECT,
    /// DeleteObjects
    DELETE_OBJECTS,
    /// CreateMultipartUpload
    CREATE_MULTIPART_UPLOAD,
    /// UploadPart
    UPLOAD_PART,
    /// CompleteMultipartUpload
    COMPLETE_MULTIPART_UPLOAD,
    /// AbortMultipartUpload
    ABORT_MULTIPART_UPLOAD,
    /// ListMultipartUploads
    LIST_MULTIPART_UPLOADS,
    /// ListParts
    LIST_PARTS,
    /// Anything else: 501
    OTHER
}
