using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Results;

namespace DeepStack.Sim.Engine.Running;

/// <summary>A part of a simulated step whose transactions are recorded.</summary>
/// <remarks>The step is simulated again with somebody listening: it goes as the first time, and its transactions follow its operators without being kept.</remarks>
/// <param name="Window">The part.</param>
/// <param name="Repeat">Simulates the step again and tells the probe.</param>
public sealed record ObservedWindow(TimeWindow Window, Action<Probe> Repeat);
