using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>What a host needs to issue a library's product of block-scaled weights, kernel by kernel; a captured sequence does not pay it.</summary>
/// <param name="UpToRows">The most rows (m) the time is for; of several, the first that fits holds.</param>
/// <param name="Time">From one product to the next, however little the device has to do.</param>
public readonly record struct HostLaunch(long UpToRows, Duration Time);
