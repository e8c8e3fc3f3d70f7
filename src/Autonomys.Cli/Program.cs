using Autonomys.Cli.Commands;

return await FarmerRootCommand.RunAsync(args).ConfigureAwait(false);
