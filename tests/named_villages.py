"""Five villages with names that repeat, in three kecamatan and two kabupaten."""

from drawing import draw_villages

VILLAGES = (
    draw_villages("abcde")
    .set_axis(["99.01.01.2001", "99.01.01.2002", "99.01.02.2001", "99.01.02.2002", "99.02.01.2001"])
    .rename_axis("kode_desa")
    .assign(
        nama_desa=["Sungai Raya", "Suka Maju I", "Sungai Raya", "Bi'ih", "Suka Maju II"],
        kecamatan=["Anjir", "Anjir", "Barat", "Barat", "Barat"],
        kabupaten=["Contoh", "Contoh", "Contoh", "Contoh", "Kota Kedua"],
    )
)
