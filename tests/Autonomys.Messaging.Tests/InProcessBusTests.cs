using Autonomys.Messaging.InProcess;

namespace Autonomys.Messaging.Tests;

public sealed class InProcessBusTests : ClusterBusTests
{
    protected override Task<(IClusterBus Bus, IClusterBus Other)> ConnectAsync()
    {
        InProcessBus bus = new();
        return Task.FromResult<(IClusterBus, IClusterBus)>((bus, bus));
    }
}
