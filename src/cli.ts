process.stdout.write(`${process.env.TCONV_VERSION ?? 'development'}\n`);
