namespace Autonomys.Cluster.Events;

/// <summary>Takes what happens, from any thread, without holding up the one who reports.</summary>
public interface IFarmerEvents
{
    void Report(FarmerEvent farmerEvent);
}
