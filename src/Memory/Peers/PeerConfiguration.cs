using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Peers;

/// <summary>One configuration of a reference folder: which simulator produced its figures, and the same channel in our terms.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Organisation">The address organisation its traces are made for.</param>
/// <param name="Spec">The channel.</param>
/// <param name="Scheduler">The scheduler that follows that simulator's rules.</param>
/// <param name="IsDramSim3">Whether the figures are DRAMsim3's, which count some things their own way.</param>
/// <param name="TickNanoseconds">What one tick lasts, as the folder states it [ns].</param>
public sealed record PeerConfiguration(string Name, string Organisation, DramSpec Spec, SchedulerKind Scheduler, bool IsDramSim3, double TickNanoseconds);
