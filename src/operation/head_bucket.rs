//! HEAD Bucket (436/7735): does a bucket exist, and may I use it?

use crate::client::{Call, Client};
use crate::error::Result;

use super::{Request, Response};

impl Client {
    pub fn head_bucket(&self, bucket: &str, call: &Call) -> Result<Response> {
        #[cfg(feature = "panic-injection")]
        assert_ne!(bucket, "panic-1250000000", "a panic was asked for");
        self.send(&Request::new("HEAD", Some(bucket), None), call)
    }
}
