'use strict';
const { COS } = require('./lib/cos.js');

module.exports = COS;
