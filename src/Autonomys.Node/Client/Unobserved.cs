namespace Autonomys.Node.Client;

/// <summary>Tasks that nobody waits for any more: they may still fail, which is of no interest.</summary>
internal static class Unobserved
{
    public static void Ignore(Task? task) =>
        _ = task?.ContinueWith(
            static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
