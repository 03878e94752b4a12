namespace DeepStack.Sim.Physics.Accounting;

/// <summary>On whose account an event goes; numbers are the caller's own, and -1 stands for nobody in particular.</summary>
/// <param name="Component">Which part of the machine spends; not negative.</param>
/// <param name="Layer">Which layer of the model.</param>
/// <param name="Operator">Which operator.</param>
/// <param name="Request">Which request.</param>
public readonly record struct EnergyTag(int Component, int Layer = -1, int Operator = -1, int Request = -1);
