using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Platform;

/// <summary>Where the devices of a platform stand in their machine, which may have devices of other kinds too.</summary>
/// <param name="Machine">The machine: the preset's name or path.</param>
/// <param name="FirstDevice">The first of them among all devices of the machine.</param>
/// <param name="Network">The network of the whole machine; its device r is endpoint r.</param>
public sealed record MachineGroup(string Machine, int FirstDevice, NetworkSpec Network);
