using Autonomys.Cluster.Events;

namespace Autonomys.Cli.Output;

/// <summary>Shows events to the operator until disposed.</summary>
internal interface IEventReporter : IFarmerEvents, IAsyncDisposable;
