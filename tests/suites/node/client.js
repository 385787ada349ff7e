// What the suite requires as '../index': the SDK under test, whose clients reach the stand-in unless an option of the
// suite's own says otherwise.
'use strict';
const COS = require(process.env.SUITE_SDK);

const endpoint = { Protocol: 'http:', ...(process.env.SUITE_CONNECT_TO && { ConnectTo: process.env.SUITE_CONNECT_TO }) };

class Client extends COS {
  constructor(options) {
    super({ ...endpoint, ...options });
  }
}

module.exports = Client;
