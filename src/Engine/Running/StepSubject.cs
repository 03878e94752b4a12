using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Running;

/// <summary>What was timed by itself, without a request trace around.</summary>
/// <param name="Platform">The machine.</param>
/// <param name="Model">The model's name; empty for an operator by itself.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Fidelity">How it was timed.</param>
/// <param name="Arithmetic">The format of its matrix products.</param>
public sealed record StepSubject(PlatformSpec Platform, string Model, ParallelPlan Plan, Fidelity Fidelity, NumberFormat Arithmetic);
