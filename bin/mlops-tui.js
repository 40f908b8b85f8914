#!/usr/bin/env node
// This file must run on every Node that can load it, so that an old one is told what is wrong. Hence its old syntax.
var needed = [22, 12];
var found = process.version.slice(1).split('.').map(Number);

function start() {
	if (!process.env.NODE_ENV) process.env.NODE_ENV = 'production';
	return import('node:module')
		.then(function (nodeModule) {
			if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
			return import('../dist/cli.js');
		})
		.catch(function (error) {
			var unbuilt = error.code === 'ERR_MODULE_NOT_FOUND' && String(error.url).endsWith('/dist/cli.js');
			if (!unbuilt) throw error;
			console.error('mlops-tui is not built yet; run npm run build');
			process.exitCode = 1;
		});
}

if (found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1])) {
	void start();
} else {
	console.error('mlops-tui needs Node ' + needed.join('.') + ' or newer; this is ' + process.version);
	process.exitCode = 1;
}
