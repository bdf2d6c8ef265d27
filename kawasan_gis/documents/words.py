"""Words of the documents, in Indonesian and English."""

from kawasan_gis.i18n import Text

BLANK = "........................"
SHORT_BLANK = "............"

WORDS = {
    "running_head": Text("DRAF – untuk disunting, bukan dokumen resmi", "DRAFT – to be edited, not official"),  # noqa: RUF001
    "page": Text("Halaman", "Page"),
    "of_pages": Text("dari", "of"),
    "title": Text(
        "Draf berita acara delineasi kawasan perdesaan {name}", "Draft minutes on the delineation of kawasan {name}"
    ),
    "minutes": Text("DRAF BERITA ACARA", "DRAFT MINUTES"),
    "about": Text("PEMBAHASAN DELINEASI KAWASAN PERDESAAN", "ON THE DELINEATION OF THE KAWASAN PERDESAAN"),
    "number": Text("NOMOR: {number}", "NUMBER: {number}"),
    "opening": Text(
        "Pada hari ini {blank}, tanggal {short} bulan {short} tahun {short}, bertempat di {place}, telah dibahas "
        "hasil delineasi calon kawasan perdesaan {name} di {kabupaten}, {provinsi}, dengan ringkasan "
        "sebagai berikut.",
        "On this day {blank}, date {short} month {short} year {short}, at {place}, the delineation of the candidate "
        "kawasan perdesaan {name} in {kabupaten}, {provinsi}, was discussed, in short as follows.",
    ),
    "how_to_read": Text(
        "Draf ini disusun dari data studi dan harus diperiksa sebelum dipakai. Bagian bertitik-titik diisi oleh tim. "
        "Angka dalam kurung siku menunjuk Daftar Sumber.",
        "This draft is made from the study's data and has to be checked before it is used. People fill in the dotted "
        "parts. Numbers in square brackets point to the list of sources.",
    ),
    "unavailable": Text("belum tersedia", "not available"),
    "no_source": Text("Sumber tidak disebutkan dalam studi", "No source was stated in the study"),
    "no_border_source": Text(
        "Batas desa; sumber tidak disebutkan dalam studi", "Village boundaries; no source was stated in the study"
    ),
    "computed": Text("Perhitungan kawasan_gis {version}: {title}", "Computed by kawasan_gis {version}: {title}"),
    "untitled": Text("studi tanpa judul", "an untitled study"),
    "item": Text("Uraian", "Item"),
    "content": Text("Keterangan", "Content"),
    "source": Text("Sumber", "Source"),
    # Identity
    "identity": Text("A. Identitas kawasan", "A. Identity"),
    "name": Text("Nama sementara (pusat, kecamatan)", "Working name (centre, kecamatan)"),
    "candidate": Text("Kode calon dalam studi", "Candidate in the study"),
    "rank": Text("Peringkat", "Rank"),
    "rank_of": Text("{rank} dari {count} calon kawasan", "{rank} of {count} candidates"),
    "score": Text("Skor (0 sampai 1)", "Score (0 to 1)"),
    "kabupaten": Text("Kabupaten/kota", "Kabupaten or kota"),
    "provinsi": Text("Provinsi", "Provinsi"),
    "kecamatan": Text("Kecamatan", "Kecamatan"),
    "kecamatan_of": Text("{count} kecamatan: {names}", "{count} kecamatan: {names}"),
    "n_villages": Text("Jumlah desa anggota", "Member villages"),
    "centre": Text("Desa pusat", "Centre"),
    "bridges": Text("Desa penghubung (bukan anggota)", "Bridges (not members)"),
    "area": Text("Luas menurut batas desa", "Area within the village boundaries"),
    "legal_area": Text("Luas resmi", "Legal area"),
    "population": Text("Penduduk", "Population"),
    "people": Text("{count} jiwa", "{count} people"),
    "perimeter": Text("Keliling", "Perimeter"),
    "compactness": Text("Kekompakan (1 = lingkaran)", "Compactness (1 = a circle)"),
    "centre_km": Text("Jarak rata-rata ke pusat", "Mean distance to the centre"),
    "centre_min": Text("Waktu tempuh rata-rata ke pusat", "Mean travel time to the centre"),
    "minutes_unit": Text("menit", "min"),
    # Delineation
    "delineation": Text("B. Delineasi", "B. Delineation"),
    "whole_villages": Text(
        "Kawasan terdiri atas {count} desa utuh; batas luarnya mengikuti batas desa {source}. Kawasan terletak antara "
        "{west} dan {east} serta antara {south} dan {north}, dengan keliling {perimeter} km {computed}.",
        "The kawasan is made of {count} whole villages; its outline follows the village boundaries {source}. It lies "
        "between {west} and {east} and between {south} and {north}, with a perimeter of {perimeter} km {computed}.",
    ),
    "neighbours": Text("Desa yang berbatasan menurut arah", "Bordering villages by direction"),
    "direction": Text("Arah", "Direction"),
    "borders_on": Text("Berbatasan dengan", "Borders on"),
    "border_km": Text("Panjang batas (km)", "Border (km)"),
    "none_known": Text("tidak ada desa di dalam wilayah studi", "no village of the study"),
    "indicative": Text(
        "Batas desa bersifat indikatif, bukan rujukan resmi. Laut dan desa di luar wilayah studi tidak tercantum "
        "dalam tabel dan dilengkapi oleh tim.",
        "Village borders are indicative, not an official reference. The sea and villages outside the study are not in "
        "the table; people complete them.",
    ),
    "no_neighbours": Text("Daftar desa yang berbatasan belum tersedia.", "The bordering villages are not available."),
    "members_in_annex": Text(
        "Desa anggota: {names}. Kode wilayah, luas, dan peran setiap desa tercantum dalam lampiran.",
        "Members: {names}. Codes, areas and roles are in the annex.",
    ),
    # Reasons
    "reasons": Text("C. Dasar penilaian", "C. Why it scores as it does"),
    "score_is": Text(
        "Skor kawasan {score} dari 1, peringkat {rank} dari {count} calon {computed}. Skor ialah jumlah sumbangan "
        "semua kriteria; sumbangan ialah bobot dikalikan nilai 0–1 pada skala kriteria itu. Sumbangan terbesar "  # noqa: RUF001
        "berasal dari {best}.",
        "The score is {score} of 1, rank {rank} of {count} candidates {computed}. It is the sum of the contributions "
        "of all criteria; a contribution is the weight times the worth 0–1 on the criterion's scale. Most comes "  # noqa: RUF001
        "from {best}.",
    ),
    "need_note": Text(
        "Pada kriteria kebutuhan, nilai 0–1 yang tinggi berarti kebutuhan yang besar, bukan keadaan yang baik.",  # noqa: RUF001
        "For a criterion of need, a high worth means a great need, not a good condition.",
    ),
    "criteria_table": Text("Nilai, bobot, dan sumbangan setiap kriteria", "Value, weight and contribution"),
    "criterion": Text("Kriteria", "Criterion"),
    "stance": Text("Titik berat", "Stance"),
    "need": Text("kebutuhan", "need"),
    "potential": Text("potensi", "potential"),
    "value": Text("Nilai", "Value"),
    "worth": Text("Nilai 0–1", "Worth 0–1"),  # noqa: RUF001
    "weight": Text("Bobot (%)", "Weight (%)"),
    "contribution": Text("Sumbangan", "Contribution"),
    "total": Text("Jumlah", "Total"),
    "without": Text("{count} desa belum tersedia", "{count} villages not available"),
    "note_of": Text("Catatan: {note}", "Note: {note}"),
    "no_criteria": Text("Kriteria penilaian belum tersedia.", "The criteria are not available."),
    # Needs
    "needs": Text("D. Kelemahan dan kebutuhan per perangkat daerah", "D. Weaknesses and needs per perangkat daerah"),
    "weak_are": Text(
        "Keadaan kawasan menurut setiap kriteria dinyatakan antara 0 (terlemah) dan 1 (terkuat); yang belum terpenuhi "
        "ialah bobot dikalikan sisa keadaan sampai 1. Kriteria yang paling banyak belum terpenuhi, dan semua kriteria "
        "dengan keadaan di bawah 0,5: {names}.",
        "The condition by each criterion lies between 0 (weakest) and 1 (strongest); what is open is the weight times "
        "what lacks to 1. The criteria that leave most open, and all with a condition below 0.5: {names}.",
    ),
    "weak_one": Text(
        "{label} (keadaan {condition}; belum terpenuhi {open})", "{label} (condition {condition}; open {open})"
    ),
    "without_data": Text("Belum tersedia datanya: {names}.", "Without data: {names}."),
    "none_weak": Text(
        "Menurut skala studi tidak ada kriteria yang belum terpenuhi.", "No criterion leaves anything open."
    ),
    "matrix": Text("Matriks kebutuhan per perangkat daerah", "Needs per perangkat daerah"),
    "office": Text("Perangkat daerah", "Perangkat daerah"),
    "weak_indicator": Text("Indikator lemah", "Weak indicator"),
    "work": Text("Bidang dan arah kegiatan", "Field and work"),
    "places": Text("Desa yang diutamakan", "Villages first"),
    "more_places": Text("{names}, dan {count} desa lain", "{names} and {count} more"),
    "condition_is": Text("keadaan {condition}", "condition {condition}"),
    "no_office": Text("(belum dipetakan)", "(not mapped yet)"),
    "unmapped": Text(
        "Belum ada dalam tabel kebutuhan; lengkapi tabelnya", "Not in the table of needs yet; complete the table"
    ),
    "collect": Text("Melengkapi data desa yang belum tersedia", "Collect the data that are not available"),
    "mapping_note": Text(
        "Perangkat daerah pada matriks ini usulan dari tabel kebutuhan yang dapat disunting, menurut pengetahuan "
        "praktik; disesuaikan dengan susunan perangkat daerah setempat sebelum dikutip. Desa yang diutamakan ialah "
        "anggota dengan keadaan di bawah rata-rata anggota, dari yang terlemah.",
        "The offices are proposed by an editable table, from practice; fit them to the kabupaten's own before quoting. "
        "Villages first are members below the members' mean, weakest first.",
    ),
    # Review
    "checks": Text("E. Daftar periksa delineasi", "E. Checklist"),
    "checks_count": Text(
        "{passed} terpenuhi, {failed} tidak terpenuhi, dan {unknown} tidak dapat diketahui dari data.",
        "{passed} passed, {failed} failed, and {unknown} cannot be known from the data.",
    ),
    "by_law": Text("Menurut peraturan", "By the regulation"),
    "by_delineation": Text("Menurut bagian delineasi RPKP", "By the delineation part of the plan (RPKP)"),
    "by_rule": Text("Menurut aturan studi", "By the study's rules"),
    "by_data": Text("Menurut data", "By the data"),
    "check": Text("Pemeriksaan", "Check"),
    "result": Text("Hasil", "Result"),
    "explanation": Text("Penjelasan", "Explanation"),
    "basis": Text("Dasar", "Basis"),
    "no_checks": Text("Hasil pemeriksaan belum tersedia.", "The checks are not available."),
    "findings": Text("F. Catatan atas data", "F. Data problems"),
    "findings_of": Text(
        "Temuan pada data desa anggota yang perlu dilihat sebelum penetapan:",
        "Found in the data of member villages, to be looked at before the decree:",
    ),
    "no_findings": Text(
        "Tidak ada masalah data yang tercatat pada desa anggota.", "No data problem is recorded for the members."
    ),
    "unknown_findings": Text("Catatan temuan data belum tersedia.", "The data problems are not available."),
    "info_count": Text(
        "Selain itu ada {count} catatan tanpa masalah; rinciannya di tabel temuan studi.",
        "There are {count} more notes without a problem, in the study's findings.",
    ),
    "village": Text("Desa", "Village"),
    "level": Text("Tingkat", "Level"),
    "finding": Text("Temuan", "Finding"),
    "source_list": Text("G. Daftar sumber", "G. Sources"),
    "closing": Text(
        "Demikian ringkasan ini disusun sebagai bahan pembahasan. Delineasi, nama, dan keanggotaan desa diputuskan "
        "oleh pejabat yang berwenang.",
        "This summary was made to be discussed. Delineation, name and members are decided by those in charge.",
    ),
    "known_by": Text("Mengetahui,", "Seen by,"),
    "chair": Text("Ketua TKPKP,", "Chair of TKPKP,"),
    "made_by": Text("Yang menyusun,", "Made by,"),
    "place_date": Text("{place}, {date}", "{place}, {date}"),
    # Annex
    "decree_number": Text("NOMOR {number} TAHUN {year}", "NUMBER {number} YEAR {year}"),
    "decree_date": Text("TANGGAL {date}", "DATE {date}"),
    "decree_about": Text("TENTANG {about}", "CONCERNING {about}"),
    "village_list": Text("DAFTAR DESA KAWASAN PERDESAAN {name}", "VILLAGES OF THE KAWASAN PERDESAAN {name}"),
    "no": Text("No.", "No."),
    "code": Text("Kode wilayah", "Code"),
    "area_ha": Text("Luas (ha)", "Area (ha)"),
    "legal_area_ha": Text("Luas resmi (ha)", "Legal area (ha)"),
    "role": Text("Peran", "Role"),
    "total_villages": Text("Jumlah {count} desa", "Total of {count} villages"),
    "area_source": Text(
        "Luas dihitung dari batas desa indikatif. Sumber: {sources}.",
        "Areas are measured within indicative village boundaries. Source: {sources}.",
    ),
    "bridge_note": Text(
        "Desa penghubung, bukan anggota kawasan: {names}.", "Bridges, not members: {names}."
    ),
}  # fmt: skip

DIRECTIONS = {
    "north": Text("Utara", "North"),
    "east": Text("Timur", "East"),
    "south": Text("Selatan", "South"),
    "west": Text("Barat", "West"),
}
