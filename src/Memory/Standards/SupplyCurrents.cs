namespace DeepStack.Sim.Memory.Standards;

/// <summary>Supply currents of one device, as data sheets give them.</summary>
/// <param name="Volts">VDD [V].</param>
/// <param name="ActivateMilliamperes">IDD0: one bank activating and precharging all the time [mA].</param>
/// <param name="PrechargedMilliamperes">IDD2N: all banks closed [mA].</param>
/// <param name="ActiveMilliamperes">IDD3N: a bank open, nothing moving [mA].</param>
/// <param name="ReadMilliamperes">IDD4R: reading without pause [mA].</param>
/// <param name="WriteMilliamperes">IDD4W: writing without pause [mA].</param>
/// <param name="RefreshMilliamperes">IDD5AB: refreshing without pause [mA].</param>
/// <param name="Devices">Devices that work side by side in a rank.</param>
public sealed record SupplyCurrents(
    double Volts,
    double ActivateMilliamperes,
    double PrechargedMilliamperes,
    double ActiveMilliamperes,
    double ReadMilliamperes,
    double WriteMilliamperes,
    double RefreshMilliamperes,
    int Devices);
