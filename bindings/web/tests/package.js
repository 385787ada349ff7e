// The packages under test: this one, as it is published, and the package for Node if it was built.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { pages, browser } = require('./browser.js');

const folder = process.env.COS_ERR_WEB;
if (!folder) throw new Error('COS_ERR_WEB names no assembled package: run bindings/web/test');
const file = (...names) => path.join(folder, ...names);
const COS = require(file('lib', 'index.js'));
const nodePackage = process.env.COS_ERR_NODE;
/** The region where nothing listens. */
const REFUSED = 'ap-shanghai';

/** The package, with its module loaded. */
async function loaded() {
  await COS.load(fs.readFileSync(file('lib', 'cos_err.wasm')));
  return COS;
}

/** Where Chromium connects for the hosts of each region. */
const rules = (address) => [['ap-guangzhou', address], ['ap-beijing', address], [REFUSED, '127.0.0.1:1']].map(([region, to]) => `MAP *.${region}.myqcloud.com ${to}`).join(', ');

/** A page of another origin than the stand-in's, with the package at /index.mjs and these files. */
async function page(address, files = {}) {
  const members = path.join(__dirname, 'members.mjs');
  const served = await pages({ '/index.mjs': file('index.mjs'), '/lib/cos_err.wasm': file('lib', 'cos_err.wasm'), '/members.mjs': members, ...files });
  const tab = await browser(`${served.origin}/`, rules(address));
  return {
    evaluate: (expression) => tab.evaluate(expression),
    async stop() {
      await tab.stop();
      served.stop();
    },
  };
}

module.exports = { COS, loaded, page, nodePackage, REFUSED, file };
