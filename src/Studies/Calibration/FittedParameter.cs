using DeepStack.Sim.Analytical.Calibrated;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>A parameter after a fit.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="Value">Its value.</param>
/// <param name="Deviation">One standard deviation by the curvature of the fit; null where the points do not determine it, or it lies at a bound.</param>
public sealed record FittedParameter(EngineParameter Parameter, double Value, double? Deviation);
