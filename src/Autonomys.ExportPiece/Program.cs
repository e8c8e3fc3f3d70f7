using Autonomys.Cli.Running;
using Autonomys.ExportPiece;

return await CommandRun.RunAsync(ExportPieceCommand.Create(), args).ConfigureAwait(false);
