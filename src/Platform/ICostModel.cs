using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Platform;

/// <summary>Predicts times without simulating, for whoever must choose between ways of doing something.</summary>
public interface ICostModel
{
    /// <summary>The time of one transfer on an idle machine.</summary>
    Duration PredictTransfer(DeviceTransfer transfer);

    /// <summary>The time until the last of some transfers that begin together is complete.</summary>
    Duration PredictTogether(IReadOnlyList<DeviceTransfer> transfers);
}
