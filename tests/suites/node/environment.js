// Loaded before Tencent's suite (node -r): requests to hosts of COS reach the stand-in, and a server on this machine
// hands out temporary keys, as the one that Tencent's suite expects beside it.
'use strict';
const http = require('node:http');
const net = require('node:net');

const [standinHost, standinPort] = process.env.STANDIN_ADDRESS.split(':');
const OF_COS = /\.(myqcloud\.com|tencentcos\.cn)$/;

// Raw requests of the suite have no option for the address: sockets to COS's plain port connect to the stand-in.
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const first = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (first && typeof first === 'object' && OF_COS.test(first.host) && Number(first.port) === 80) {
    Object.assign(first, { host: standinHost, port: Number(standinPort) });
  }
  return connect.apply(this, given);
};

const expires = () => Math.floor(Date.now() / 1000) + 1800;
const temporary = () => ({
  startTime: expires() - 1800,
  expiredTime: expires(),
  credentials: { tmpSecretId: process.env.SecretId, tmpSecretKey: process.env.SecretKey, sessionToken: 'STANDINTOKENSUITE' },
});

/** Returns a finished signature of PUT /1.txt, made by the SDK of Tencent in both runs. */
function uploadSign() {
  const Theirs = require(process.env.SIGNING_SDK);
  const { SecretId, SecretKey, Bucket, Region } = process.env;
  const Headers = { Host: `${Bucket}.cos.${Region}.myqcloud.com` };
  return { signMap: { PutObject: new Theirs({ SecretId, SecretKey }).getAuth({ Method: 'put', Key: '1.txt', Headers }) } };
}

const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(request.url === '/sts' ? temporary() : uploadSign()));
});
if (process.env.STS_PORT) server.listen(Number(process.env.STS_PORT), '127.0.0.1').unref();
server.on('error', (error) => {
  console.error(`STS_PORT ${process.env.STS_PORT}: ${error.message}`);
  process.exit(2);
});
