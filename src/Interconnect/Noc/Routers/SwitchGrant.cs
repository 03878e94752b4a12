namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>One flit may cross.</summary>
/// <param name="CrossbarInput">From which crossbar input.</param>
/// <param name="Channel">From which virtual channel of its port.</param>
/// <param name="IsSpeculative">Whether its head had no output channel when it asked.</param>
internal readonly record struct SwitchGrant(int CrossbarInput, int Channel, bool IsSpeculative);
