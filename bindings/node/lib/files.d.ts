// Uploads and downloads of files, tasks, copies in parts: parameters and results.
import type { CosError } from '../index.js';
import type { Body, ObjectParams, ProgressInfo, PutObjectResult, Result, UploadParams } from './types.js';
import type { QueryParams } from './generated.js';

/** An upload in the queue of its client. */
export interface Task {
  id: string;
  Bucket: string;
  Region: string;
  Key: string;
  FilePath: string;
  state: 'waiting' | 'checking' | 'uploading' | 'error' | 'success' | 'paused' | 'canceled';
  /** Bytes that were moved, of `size` bytes. */
  loaded: number;
  size: number;
  /** Bytes per second. */
  speed: number;
  /** 0 to 1. */
  percent: number;
  /** Always 0. */
  hashPercent: number;
  error: CosError | null;
}
/** What describes an upload for onFileFinish: its parameters that are neither objects nor functions. */
export interface FileOptions { TaskId: string; Bucket: string; Region?: string; Key: string; FilePath?: string; [param: string]: unknown }
export type OnFileFinish = (err: CosError | null, data: UploadFileResult, options: FileOptions) => void;
/** The call has no query parameters: it sends several requests. */
export interface UploadFileParams extends Omit<UploadParams, keyof QueryParams | 'Query'> {
  FilePath: string;
  /** A file above this size is sent in parts; for sliceUploadFile another name of ChunkSize. */
  SliceSize?: number;
  /** Size of a part, at least 1 MiB. It is larger for a file that would have more than 10,000 parts. */
  ChunkSize?: number;
  /** How many parts are sent at once. */
  AsyncLimit?: number;
  /** Another name of AsyncLimit. */
  ChunkParallelLimit?: number;
  /** The file in which an upload in parts keeps what it has done; false for none, and then an upload that fails is aborted. The default is a file in ConfCwd. */
  CheckPoint?: string | boolean;
  /** Sends each part with a Content-MD5. The CRC-64 of each part and of the object is always checked. */
  UploadCheckContentMd5?: boolean;
  onFileFinish?: OnFileFinish;
  /** Accepted and never called. */
  onHashProgress?: (info: ProgressInfo) => void;
}
export interface UploadFilesParams {
  /** Parameters of uploadFile, or of putObject if there is a Body. */
  files: (Omit<UploadFileParams, 'FilePath'> & ({ FilePath: string; Body?: undefined } | { Body: Body; ContentLength?: number; FilePath?: string }))[];
  /** For files that have none of their own. */
  SliceSize?: number;
  /** The progress of all files together. */
  onProgress?: (info: ProgressInfo) => void;
  onFileFinish?: OnFileFinish;
}
export interface UploadFilesResult {
  files: { options: FileOptions & { Index: number }; error: CosError | null; data: UploadFileResult | null }[];
}
export interface DownloadFileParams extends Omit<ObjectParams, Exclude<keyof QueryParams, 'VersionId'> | 'Query'> {
  FilePath: string;
  /** Size of a part, and the size above which there are parts. The default is 8 MiB. */
  ChunkSize?: number;
  /** How many parts are received at once. The default is 5. */
  ParallelLimit?: number;
  /** How often a request is tried. The default is MaxAttempts of the client. */
  RetryTimes?: number;
  /** The file in which a download in parts keeps what it has done; true for one in ConfCwd. Without it a download that fails leaves nothing. */
  CheckPoint?: string | boolean;
  /** For cancelTask. The default is a new one, which onTaskReady receives. */
  TaskId?: string;
  onTaskReady?: (TaskId: string) => void;
  onProgress?: (info: ProgressInfo) => void;
}
export interface SliceCopyFileParams extends Omit<ObjectParams, keyof QueryParams | 'Query'> {
  /** Host and key of the source, as in examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/key?versionId=... */
  CopySource: string;
  /** An object above this size is copied in parts. The default is 10 MiB. */
  CopySliceSize?: number;
  /** Size of a part. The default is 10 MiB. */
  CopyChunkSize?: number;
  onProgress?: (info: ProgressInfo) => void;
}
export interface AbortUploadTaskParams {
  Bucket: string;
  Region?: string;
  Key?: string;
  UploadId?: string;
  /** One upload, all of a key, or all of the bucket. The default is 'task'. */
  Level?: 'task' | 'file' | 'bucket';
  /** How many are aborted at once. The default is 1. */
  AsyncLimit?: number;
  Headers?: Record<string, string | number | undefined>;
  signal?: AbortSignal;
}
export interface AbortUploadTaskResult {
  successList: { Bucket: string; Region?: string; Key: string; UploadId: string }[];
  errorList: { Bucket: string; Region?: string; Key: string; UploadId: string }[];
}
export interface UploadFileResult extends PutObjectResult {
  /** Of an upload in parts. */
  Bucket?: string;
  Key?: string;
}
export interface DownloadFileResult extends Result {
  ETag: string;
}
